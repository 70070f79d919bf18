-- The whole house: charged = paid + adjusted + open, to the cent.
SELECT * FROM v_house_balance WHERE difference_cents <> 0
