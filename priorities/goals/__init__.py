"""The goals in their focus areas, and a decision's text on its way in."""
