"""Where sources are, minute by minute: spacecraft on their orbits, cameras in their nights, events in their lists."""
