"""People in words and in numbers: what is typical, what is drawn, what a sentence says."""
