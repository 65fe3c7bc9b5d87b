package enum HarvestPlaceholder {}
