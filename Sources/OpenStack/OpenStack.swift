// What this target holds is told in ARCHITECTURE.md.
