"""Each view of the dashboard as tables of plain values, to be drawn, printed and exported."""
