package enum TestbedPlaceholder {}
