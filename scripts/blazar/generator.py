"""Random selectors, most of them sensible: what users write, and what they get wrong."""
import collections
import json
import random

OPERATORS = ["=", "==", "!=", ">=", "<=", ">", "<"]
COLUMNS = {
    "id": ["1", "2", "17"], "vcpus": ["1", "48", "48.0", " 96", "x", "1e1"],
    "memory_mb": ["1024", "196608"], "local_gb": ["200", "0", "-1"], "cpu_info": ["", "intel"],
    "hypervisor_type": ["ironic", "Ironic"], "hypervisor_version": ["1"],
    "hypervisor_hostname": [], "service_name": ["blazar"], "status": ["up", "None"],
    "availability_zone": ["nova"], "trust_id": ["x"], "reservable": ["1", "0", "True"],
}
# Attributes of Blazar's class for hosts: no properties, no columns. Comparing relationships with
# "null" is left out: what SQLAlchemy then makes of it is not followed.
ATTRIBUTES = ["metadata", "to_dict", "get", "items", "save", "update", "keys", "registry"]
RELATIONS = [
    "computehost_extra_capabilities", "computehost_traits", "computehost_resource_inventories"]
WORDS = ["gpu", "Ünïcode", "節點", "a b", "  ", "null", "x\ty", "\"", "\\", "'", "$", "🙂", "e\u0301", "é"]


class Generator:
    """Selectors for the hosts of one site; the same seed gives the same ones."""

    def __init__(self, hosts, seed):
        self.random = random.Random(seed)
        self.values, self.owners = {}, collections.Counter()
        for host in hosts:
            for name, value in host.items():
                if not name.startswith("_"):
                    self.values.setdefault(name, set()).add(value)
                    self.owners[name] += 1
        self.values = {name: sorted(values) for name, values in sorted(self.values.items())}
        self.names = list(self.values)
        self.common = [
            name for name in ["node_type", "gpu.gpu", "gpu.gpu_model", "architecture.smt_size",
                              "main_memory.ram_size", "infiniband", "uid", "node_name",
                              "placement.rack", "storage_devices.0.size"] if name in self.values]

    def columns(self, host):
        """Random columns of one host, some of them empty.

        One host in ten cannot be reserved, and every other of those that alone have a property.
        """
        pick = self.random.choice
        alone = any(self.owners[name] == 1 for name in host if name in self.owners)
        return {
            "_reservable": self.random.random() >= (0.5 if alone else 0.1),
            "_vcpus": pick([1, 24, 48, 96, 112, 256]), "_memory_mb": pick([1024, 196608, 524288]),
            "_local_gb": pick([0, 200, 1000]), "_hypervisor_version": pick([1, 9, 10]),
            "_cpu_info": pick(["", "intel 9", "intel 10"]), "_status": pick([None, "up", "Up"]),
            "_hypervisor_type": pick(["ironic", "Ironic"]), "_trust_id": pick(["", "x0"]),
            "_service_name": pick([None, "blazar"]), "_availability_zone": pick(["", "nova"]),
        }

    def selector(self):
        """One line of text."""
        kind = self.random.random()
        if kind < 0.06:
            return self.odd_text()
        if kind < 0.35:
            value = self.leaf()
        elif kind < 0.75:
            value = ["and"] + [self.leaf() for _ in range(self.random.randint(1, 4))]
        elif kind < 0.88:
            value = self.nested(self.random.randint(1, 3))
        else:
            value = self.broken()
        return self.text(value)

    def text(self, value):
        text = json.dumps(
            value, ensure_ascii=self.random.random() < 0.5,
            separators=self.random.choice([(", ", ": "), (",", ":"), (" ,  ", " : ")]))
        return self.random.choice(["", "", "", " "]) + text + self.random.choice(["", "", " "])

    def leaf(self):
        name = self.name()
        return [self.random.choice(OPERATORS), "$" + name, self.value(name)]

    def name(self):
        pick, kind = self.random.choice, self.random.random()
        if kind < 0.45:
            return pick(self.common)
        if kind < 0.82:
            return pick(self.names)
        if kind < 0.92:
            return pick(list(COLUMNS))
        if kind < 0.94:
            return pick(ATTRIBUTES + RELATIONS)
        if kind < 0.96:
            # The text before the blank is the name to Blazar.
            cut = f"{pick(self.common)} {pick([*OPERATORS, 'like', ''])} {pick(WORDS)}"
            return pick(["node type", "nope x", "a b c", "zz like x", cut, cut, cut])
        return pick(["nope", "$node_type", "Node_Type", "gpu", "節點", "node_type.", "é"])

    def value(self, name):
        kind = self.random.random()
        known = self.values.get(name) or COLUMNS.get(name)
        if name in RELATIONS or name in ATTRIBUTES:
            return "x"
        if known and kind < 0.75:
            value = self.random.choice(known) or "x"
        elif kind < 0.85:
            other = self.random.choice(self.names)
            value = self.random.choice(self.values[other]) or "x"
        elif kind < 0.93:
            value = str(self.random.choice([0, 1, 8, 9, 48, 100, 112, 1e3, -5, 10**12]))
        else:
            value = self.random.choice(WORDS)
        change = self.random.random()
        if change < 0.05:
            value = value.upper()
        elif change < 0.1 and len(value) > 1:
            value = value[:self.random.randint(1, len(value) - 1)]
        elif change < 0.13:
            value += self.random.choice(["0", " ", "z", "é"])
        return value

    def nested(self, depth):
        items = []
        for _ in range(self.random.randint(1, 3)):
            if depth > 0 and self.random.random() < 0.6:
                items.append(self.nested(depth - 1))
            else:
                items.append(self.leaf())
        # JSON inside a string is read again.
        return [
            "and", *(json.dumps(item) if self.random.random() < 0.05 else item for item in items)]

    def broken(self):
        pick, leaf = self.random.choice, self.leaf()
        forms = [
            lambda: [pick(["or", "not", "in", "like", "AND", "<>", ""]), leaf, self.leaf()],
            lambda: [pick(["~", "in", "===", "ge"]), leaf[1], leaf[2]],
            lambda: leaf[:pick([1, 2])], lambda: leaf + ["x"], lambda: ["and"], lambda: ["and", []],
            lambda: ["and", leaf, []], lambda: ["and", self.broken()], lambda: [leaf],
            lambda: [leaf, self.leaf()], lambda: [leaf[0], leaf[1][1:], leaf[2]],
            lambda: [leaf[0], "$", leaf[2]], lambda: [leaf[0], "", leaf[2]],
            lambda: [leaf[0], leaf[1], ""], lambda: [leaf[0], leaf[1], pick([1, 1.5, True, None, {}])],
            lambda: [leaf[0], pick([1, None, ["$x"]]), leaf[2]], lambda: [pick([1, None]), *leaf[1:]],
            lambda: {leaf[0]: leaf[1:]}, lambda: {"a": 1, "b": 2}, lambda: {},
            lambda: pick([None, True, 5, 0, -1.5]), lambda: leaf[2], lambda: self.text(leaf),
            lambda: ["and", pick([None, 5, True])], lambda: ["and", {"a": 1}], lambda: ["and", ""],
        ]
        return pick(forms)()

    def odd_text(self):
        """No JSON, or hardly."""
        text = self.text(self.leaf())
        cut = self.random.randint(0, len(text))
        return self.random.choice([
            "", " ", "[]", "[ ]", text[:cut], text + "]", text.replace('"', "'"), text + text,
            text[:-1] + ",]", "[" + text, "node_type=x", text.replace("$", "\\$"), "[" * 40, "{",
            '["and", ' + text, "\\" + text,
        ])
