print("chiport")
