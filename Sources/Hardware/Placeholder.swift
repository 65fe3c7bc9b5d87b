package enum HardwarePlaceholder {}
