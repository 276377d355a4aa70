"""Display: tables and charts as HTML that needs nothing but itself; text in it is escaped by construction."""
