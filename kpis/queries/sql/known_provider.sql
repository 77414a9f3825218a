-- Every provider known on the peildatum.
SELECT DISTINCT provider_id FROM providers_providersegment WHERE received_on <= %(peildatum)s
