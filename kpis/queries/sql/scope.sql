-- Whole providers have rows when they are known on the peildatum, also without lines.
SELECT provider_id, '' AS part FROM member
