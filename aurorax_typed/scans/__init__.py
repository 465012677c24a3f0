"""Many searches as one: what a scan over years keeps on disk, and its windows as tasks for other machines."""
