"""Trees of Python files and notebooks that nobody wrote, for benchmarks and checks.

The same seed gives the same tree on machines with the same Python. As a program:

    python3 scripts/corpus.py --python 50 --notebooks 50 FOLDER

writes 50 MB of either, of which every twentieth file names a site and its hardware.
"""
import argparse
import ast
import base64
import json
import os
import random
import sysconfig
import warnings

REFERENCE = '''

NODE_TYPE = "gpu_rtx_6000"


def reserve_nodes_of_experiment():
    import chi
    from chi import lease
    chi.use_site("CHI@UC")
    chi.set("project_name", "CHI-000000")
    reservations = []
    lease.add_node_reservation(reservations, node_type=NODE_TYPE, count=1)
    lease.create_lease("experiment", reservations)
'''
SHELL = '''export OS_AUTH_URL=https://chi.{site}.chameleoncloud.org:5000/v3
openstack reservation lease create \\
  --reservation min=1,max=1,resource_type=physical:host,\\
resource_properties='["=", "$node_type", "{type}"]' experiment
for host in $(seq 1 {number}); do
  echo "node $host of {number}"   # costs nothing
done
'''
JOB = '''for host in $(seq 1 {number}); do
  scp -q -i ~/.ssh/id_rsa "results/part-$host.csv" "worker$host:/tmp/in.csv"  # {number} of them
  ssh "worker$host" 'tar -xf - && ./configure --prefix="$HOME/.local" && make -j{number}' \\
    < sources.tar || echo "failed on $host" >&2
done
cat > settings.ini <<END
[job]
workers = {number}
END
'''
PROSE = [
    "# Training with {number} workers\n\nThe loss is **smaller** than in the `{number}` runs before.",
    "## Results\n\n| batch | seconds |\n|---|---|\n| {number} | 0.{number} |",
    "See [the manual](https://docs.example.org/page/{number}) and then go on.\n\n* one\n* two",
    "![figure](figures/plot-{number}.png)\n\nWhat you see grows with $O(n^2)$, as `n` is {number}.",
]


def standard_library():
    """Paths of the standard library's Python files, in order."""
    top = sysconfig.get_paths()["stdlib"]
    paths = []
    for folder, folders, files in os.walk(top):
        folders[:] = sorted(set(folders) - {"site-packages", "dist-packages", "__pycache__"})
        paths += [os.path.join(folder, name) for name in sorted(files) if name.endswith(".py")]
    return paths


def programs(paths):
    """The contents of those files that Python itself reads."""
    for path in paths:
        with open(path, "rb") as file:
            contents = file.read()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ast.parse(contents)
            contents.decode("utf-8")
        except (SyntaxError, ValueError, RecursionError):
            continue
        yield contents


class Writer:
    """Writes numbered files into folders of a hundred."""

    def __init__(self, folder, suffix):
        self.folder, self.suffix, self.count, self.bytes = folder, suffix, 0, 0

    def write(self, contents):
        folder = os.path.join(self.folder, f"part{self.count // 100:04d}")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, f"file{self.count:06d}{self.suffix}"), "wb") as file:
            file.write(contents)
        self.count += 1
        self.bytes += len(contents)


def write_programs(folder, size, seed=1, every=20):
    """Writes `size` bytes of Python; every twentieth file holds references, at its end."""
    rng = random.Random(f"{seed}/python")
    sources = list(programs(standard_library()))
    writer = Writer(folder, ".py")
    while writer.bytes < size:
        order = rng.sample(sources, len(sources))
        for source in order:
            if writer.bytes >= size:
                break
            text = source + b"\n# %016x\n" % rng.getrandbits(64)
            if writer.count % every == 0:
                text += REFERENCE.encode()
            writer.write(text)
    return writer


def notebook(rng, sources, kernel="python", has_reference=False, cells=None):
    """A notebook of format 4 as a value."""
    result = []
    for number in range(cells or rng.randrange(8, 40)):
        kind = rng.random()
        if kind < 0.3:
            text = rng.choice(PROSE).format(number=rng.randrange(2, 500))
            result.append({"cell_type": "markdown", "metadata": {}, "source": lines(text)})
            continue
        if kernel == "bash":
            text = JOB.format(number=rng.randrange(2, 90))
        else:
            text = fragment(rng, sources)
        result.append({
            "cell_type": "code", "execution_count": number + 1, "metadata": {},
            "outputs": outputs(rng), "source": lines(text)})
    if has_reference:
        text = SHELL.format(number=3, type="gpu_rtx_6000", site="uc")
        source = text if kernel == "bash" else REFERENCE.strip()
        result.append({
            "cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [],
            "source": lines(source)})
    return {
        "cells": result,
        "metadata": {
            "kernelspec": {
                "display_name": kernel.title(), "language": kernel,
                "name": "python3" if kernel == "python" else kernel},
            "language_info": {"name": kernel}},
        "nbformat": 4, "nbformat_minor": 5,
    }


def lines(text):
    return text.splitlines(keepends=True)


def fragment(rng, sources):
    """Some lines from the middle of a program, from one definition to another."""
    source = rng.choice(sources).decode()
    blocks = source.split("\n\n\n")
    return blocks[rng.randrange(len(blocks))][:4000].strip("\n") or "pass"


def outputs(rng):
    """What a cell printed: mostly text, some tables, some pictures."""
    kind = rng.random()
    if kind < 0.35:
        return []
    if kind < 0.7:
        text = "".join(
            f"epoch {index}: loss {rng.random():.6f}, {rng.randrange(9999)} images/s\n"
            for index in range(rng.randrange(1, 60)))
        return [{"name": "stdout", "output_type": "stream", "text": lines(text)}]
    if kind < 0.85:
        rows = "".join(
            f"<tr>\n<th>{index}</th>\n<td>{rng.random():.4f}</td>\n</tr>\n" for index in range(20))
        data = {"text/html": lines(f"<table>\n{rows}</table>"), "text/plain": ["   a\n", "0  1"]}
        return [{
            "data": data, "execution_count": 1, "metadata": {}, "output_type": "execute_result"}]
    picture = base64.b64encode(rng.randbytes(rng.randrange(4_000, 60_000))).decode() + "\n"
    data = {"image/png": picture, "text/plain": ["<Figure size 640x480 with 1 Axes>"]}
    return [{"data": data, "metadata": {}, "output_type": "display_data"}]


def write_notebooks(folder, size, seed=1, every=20):
    """Writes `size` bytes of notebooks; every twentieth holds references, in its last cell."""
    rng = random.Random(f"{seed}/notebooks")
    sources = list(programs(standard_library()))
    writer = Writer(folder, ".ipynb")
    while writer.bytes < size:
        kernel = "bash" if rng.random() < 0.25 else "python"
        value = notebook(rng, sources, kernel, has_reference=writer.count % every == 0)
        text = json.dumps(value, indent=1, ensure_ascii=False) + "\n"
        writer.write(text.encode())
    return writer


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", type=float, default=50, help="MB of Python (50)")
    parser.add_argument("--notebooks", type=float, default=50, help="MB of notebooks (50)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("folder")
    options = parser.parse_args()
    for write, name, size in [
        (write_programs, "python", options.python), (write_notebooks, "notebooks", options.notebooks),
    ]:
        writer = write(os.path.join(options.folder, name), size * 1e6, options.seed)
        print(f"{writer.count} files, {writer.bytes / 1e6:.1f} MB of {name}")


if __name__ == "__main__":
    main()
