"""Writes an instance into a site's tables of Nova, as if it had been started there.

    nova_instance.py NOVA.CONF PROJECT-ID USER-ID NAME IMAGE-ID KEY-NAME
"""
import sys

from nova import config, context, objects
from nova.compute import vm_states
from nova.network import model
from oslo_utils import timeutils, uuidutils

configuration, project, user, name, image, key = sys.argv[1:]
config.parse_args(["nova_instance", "--config-file", configuration])
objects.register_all()
operator = context.get_admin_context()
operator.project_id, operator.user_id = project, user
cell = next(each for each in objects.CellMappingList.get_all(operator) if each.name == "cell1")
flavor = objects.Flavor(
    context=operator, id=1, flavorid="1", name="baremetal", memory_mb=1, vcpus=1, root_gb=20,
    ephemeral_gb=0, swap=0, rxtx_factor=1.0, vcpu_weight=0, disabled=False, is_public=True,
    extra_specs={}, description=None)
identifier = uuidutils.generate_uuid()
with context.target_cell(operator, cell) as inside:
    instance = objects.Instance(
        context=inside, uuid=identifier, project_id=project, user_id=user, display_name=name,
        hostname=name, image_ref=image, key_name=key, vm_state=vm_states.ACTIVE, power_state=1,
        flavor=flavor, old_flavor=None, new_flavor=None, host="loopback",
        memory_mb=1, vcpus=1, root_gb=20, ephemeral_gb=0, launched_at=timeutils.utcnow(),
        availability_zone="nova", metadata={}, system_metadata={}, reservation_id="r-loopback",
        launch_index=0, info_cache=objects.InstanceInfoCache(
            context=inside, instance_uuid=identifier, network_info=model.NetworkInfo([])))
    instance.create()
objects.InstanceMapping(
    context=operator, instance_uuid=identifier, cell_mapping=cell, project_id=project,
    user_id=user, queued_for_delete=False).create()
print(identifier)
