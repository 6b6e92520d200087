"""The card as one file of HTML: no resource from elsewhere, charts in SVG, a table behind each."""
