SELECT * FROM allocation_month
