import SourceText
import Testing

@Suite struct PythonTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let source: String
    let tree: String
    var testDescription: String { source }

    init(_ source: String, _ tree: String) {
      self.source = source
      self.tree = tree
    }
  }

  static let cases: [Case] = [
    Case("", ""),
    Case("x = 5  # five\n", "x = 5; # five"),
    Case("a = b = \"v\"", "b = 'v'; a = b"),
    Case("a, b = \"x\", 2", "a = 'x'; b = 2"),
    Case("a, b = f('x')", "(f('x')); a = (); b = ()"),
    Case("self.node_type: str = 'p'", "self.node_type = 'p'"),
    Case("cfg['a'] = 'b'", "{'a': 'b'}"),
    Case("x += 'y'", "x = (x, 'y')"),
    Case("f('a' \"b\" r'\\c')", "f('ab\\c')"),
    Case("f(b'\\x41\\101\\u0041' u'\\u0042\\\n')", "f('AA\\u0041B')"),
    Case("f(f'{a.b!r:>{w}} {{x}} {d[\"k\"]}', rb'')", "f('{a.b} {x} {?}', '')"),
    Case("f(F'''{\n g('x') }''')", "f('{?}')"),
    Case("'%s' % x", "('%s', x)"),
    Case("'{}'.format(x)", "'{}'.format(x)"),
    Case("lease.add(json.dumps(['=', \"$t\"]), n=1)", "lease.add(json.dumps(['=', '$t']), n=1)"),
    Case("f()('a').b.c('d')", "f()('a').b.c('d')"),
    Case("x = os.environ['A']", "x = env.A"),
    Case("os.environ['A'] = 'v'", "env.A = 'v'"),
    Case("x = os.getenv('A', 'v')", "x = env.A ?= 'v'"),
    Case("x = os.environ.get('A') or 'v'", "x = env.A ?= 'v'"),
    Case("environ.update({'A': 'v'}, B='w')", "(env.A = 'v', env.B = 'w')"),
    Case("x = {'a': ['b'], **c}", "x = ({'a': ['b']}, c)"),
    Case("x = {'a', 'b'}; y = {}; z = ()", "x = ['a', 'b']; y = {}; z = []"),
    Case("x = ['a' + n for n in ['b'] if n]", "x = <n> {n = ['b'], if(n) {('a', n)}}"),
    Case(
      "if s == 'A':\n  x = 'a'\nelif s in ('B',):\n\tx = 'b'\nelse:\n  x = 'c'\ny = x",
      "if(cmp(s, 'A')) {x = 'a'}; if(cmp(s, ['B'])) {x = 'b'}; "
        + "if(cmp(s, 'A'), cmp(s, ['B'])) {x = 'c'}; y = x"),
    Case(
      "match s:\n  case 'A': x = 'a'\n  case _:\n    x = 'b'\n",
      "if(cmp(s, 'A')) {x = 'a'}; if(cmp(s, 'A')) {x = 'b'}"),
    Case("match = 'a'", "match = 'a'"),
    Case("x = 'a' if not c else 'b'", "x = (if((c)) {'a'}, if((c)) {'b'})"),
    Case("if (n := f()) is not None: pass", "if(cmp(n = f(), ())) {}"),
    Case("for t in ['a', 'b']:\n  f(t)\n", "(t = ['a', 'b'], f(t))"),
    Case("with open('f') as g, h: g.write('x')", "(g = open('f'), h, g.write('x'))"),
    Case(
      "@d('x')\ndef f(a, *b, c: T='v', **k) -> R:\n  '''Doc.'''\n  return a, 'r'\n",
      "d('x'); f<a b c k> {c ?= 'v', prose'Doc.', ([a, 'r'])}"),
    Case("class A(B, m='x'):\n  t: str = 'y'\n", "A<> {(B, 'x'), t = 'y'}"),
    Case("g(lambda x, y='d': x + 'e')", "g(<x y> {y ?= 'd', (x, 'e')})"),
    Case("print 'a %s' % b, `c`\nexec 'x' in n\nif a <> 'b': raise E, ur'm'\n", pythonTwo),
    Case("try:\n  f('a')\nexcept (E, F) as e:\n  pass\n", "(f('a')); (e = [E, F])"),
    Case("if a:\n      x = 'y'\n   z = 'w'\n q = 1", "if(a) {x = 'y', z = 'w', q = 1}"),
    Case("a = 'x' \\\n  'y'\r\nb = '''p\r\nq'''", "a = 'xy'; b = 'p\nq'"),
    Case("subprocess.run('ls', shell=True)", "subprocess.run('ls', shell=()); shell`ls`"),
    Case("u = '''#!/bin/bash\nls'''", "u = '#!/bin/bash\nls'; shell`#!/bin/bash\nls`"),
    Case(
      "!ls $A \\\n  -l\nx = !id\n%matplotlib inline\n", "shell`ls $A \\\n  -l`; x = shell`id`"),
    Case("%env A=b {c}\n%set_env D e", "env.A = 'b {c}'; env.D = 'e'"),
    Case("%%bash\nls\n", "shell`ls\n`"),
    Case("%%writefile a.yaml\na: b\n", "yaml`a: b\n`"),
    Case("%%time\nf('a')", "f('a')"),
    Case("%%html\n<p>it's</p>", "unread: its language is not read"),
  ]

  private static let pythonTwo =
    "(print, [('a %s', b), (c)]); (exec, cmp('x', n)); if(cmp(a, 'b')) {([E, 'm'])}"

  @Test(arguments: cases) func reads(_ test: Case) throws {
    var document = Document(path: "a.py", bytes: Array(test.source.utf8))
    let tree = try document.read(.file, as: .python)
    #expect(PythonRendering.render(tree, document) == test.tree)
  }

  @Test(arguments: [
    ("x = 'a\ny = 1", 4), ("f(1, [2)", 1), ("x = '''a", 4), ("f(", 1),
  ]) func refusesWhatDoesNotEnd(_ source: String, _ offset: Int) {
    var document = Document(path: "a.py", bytes: Array(source.utf8))
    let error = #expect(throws: ReadingError.self) { try document.read(.file, as: .python) }
    #expect(error?.span.range.lowerBound == offset)
  }
}
