package enum EquivalencePlaceholder {}
