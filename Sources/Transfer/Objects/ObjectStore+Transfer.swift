package import OpenStack

extension ObjectStore: ObjectSource, ObjectDestination {}
