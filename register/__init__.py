"""The public site: pages, search, feeds, open data, alerts, and the forms that the public sends in."""
