import chi

chi.use_site("CHI@UC")
image = chi.get_image("my-trainer")
network_id = chi.get_network_id("lab")
server = chi.create_server(
    "trainer", image_name="my-trainer", network_name="lab", key_name="laptop",
    flavor_name="baremetal")
