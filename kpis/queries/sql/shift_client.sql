-- Per place, client and category what was declared in both windows.
SELECT scope, key, client_id, category, sum(before) AS before, sum(after) AS after
FROM shift_placed
GROUP BY 1, 2, 3, 4
