"""Which goals a text may be about, told from the goals' own words and from what was written before."""
