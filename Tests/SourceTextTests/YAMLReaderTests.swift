import SourceText
import Testing

@Suite struct YAMLReaderTests {
  static let structure: [ReadingCase] = [
    .init("mapping", "a: 1\nb:\n  c: d e\n", "{a: 1, b: {c: d e}}"),
    .init(
      "sequence at the key's column", "a:\n- x\n- y: 1\n  z: 2\nb:", "{a: [x, {y: 1, z: 2}], b: ()}"
    ),
    .init("nested items", "- - a\n  - b\n-\n  c: d\n", "[[a, b], {c: d}]"),
    .init("flow", "a: [x, 'y', {k: v, \"l\":1}]", "{a: [x, \"y\", {k: v, \"l\": 1}]}"),
    .init("flow over lines", "a: [\n  x, # c\n  y\n]\n", "{a: [x, y]} # c"),
    .init(
      "quotes", #"a: 'it''s'"# + "\n" + #"b: "x\ty\u00e9""#, "{a: \"it's\", b: \"x\ty\u{e9}\"}"),
    .init("folded plain", "a: x\n  y\n\n  z\nb: c", "{a: x y⏎z, b: c}"),
    .init("literal", "a: |\n  x\n   y\n\n  z\nb: c", "{a: \"x⏎ y⏎⏎z⏎\", b: c}"),
    .init("folded", "a: >-\n  x\n  y\n\n  z\n", "{a: \"x y⏎z\"}"),
    .init("kept", "a: |+\n  x\n\nb: |2-\n    y\n", "{a: \"x⏎⏎\", b: \"  y\"}"),
    .init("CRLF", "a: |\r\n  x\r\n  y\r\nb: c\r\n", "{a: \"x⏎y⏎\", b: c}"),
    .init("anchors", "a: &t x\nb: *t\nc: !!str y\n", "{a: *t = x, b: $*t, c: y}"),
    .init("documents", "--- \na: 1\n---\n- b\n...\n", "{a: 1} [b]"),
    .init("explicit key", "? a\n: b\n", "{a: b}"),
    .init(
      "colons and hashes in plain text", "a: http://x:5000/v3#f # c", "{a: http://x:5000/v3#f} # c"),
    .init("duplicate keys", "a: 1\na: 2", "{a: 1, a: 2}"),
  ]

  static let templates: [ReadingCase] = [
    .init(
      "expression", "r: {{ env.OS_REGION_NAME }}\nb: x-{{ a + 1 }}",
      "{r: <env.OS_REGION_NAME>, b: x-<?>}"),
    .init("control lines", "{% if x %}\na: 1\n{{- end }}\nb: 2", "{a: 1, b: 2}"),
    .init(
      "quotes inside", #"a: "{{ .Values.x | default "uc" }}""#,
      #"{a: "<.Values.x|.Values.x ?= "uc">"}"#),
    .init("workflow", "a: ${{ secrets.X }}", "{a: <secrets.X>}"),
    .init("variables", "a: ${SITE:-CHI@UC}\nb: $${X}", "{a: <SITE|SITE ?= CHI@UC>, b: $${X}}"),
    .init("key", "{{ k }}: v", "{<k>: v}"),
  ]

  static let tolerance: [ReadingCase] = [
    .init("deeper than expected", "a: 1\n    b: 2\nc: 3", "{a: 1, c: 3} unread`b: 2`"),
    .init("two keys on a line", "a: b: c\nd: e", "{a: unread`b: c`, d: e} unread`b: c`"),
    .init("open bracket", "a: [x\nb: c", "{a: unread`[x`, b: c} unread`[x`"),
    .init("open quote", "a: \"x\nb: c", "{a: unread`\"x`, b: c} unread`\"x`"),
    .init("tab", "a: 1\n\tb: 2\nc: 3", "{a: 1, c: 3} unread`b: 2`"),
  ]

  static let scripts: [ReadingCase] = [
    .init("step", "run: |\n  echo ${A} ${{ b }}\n", "{run: shell`echo ${A} \u{FFFC}⏎`}"),
    .init(
      "step in Python", "shell: python\nrun: print(1)", "{shell: python, run: python`print(1)`}"),
    .init("module", "shell: echo hi\ncommand: reboot", "{shell: shell`echo hi`, command: reboot}"),
    .init("arguments", "command: [bash, -c, ls]", "{command: [bash, -c, shell`ls`]}"),
    .init(
      "command beside arguments", "command: [sh, -c]\nargs: [ls]",
      "{command: [sh, -c], args: [shell`ls`]}"),
    .init(
      "arguments alone", "args:\n- -c\n- |\n  ls\n", "{args: [-c, shell`ls⏎`]}"),
    .init(
      "arguments of another program", "command: [ls]\nargs: [-c, a b]",
      "{command: [ls], args: [-c, a b]}"),
    .init(
      "settings by their key", "openrc: |\n  a\nnote: |\n  a\n", "{openrc: shell`a⏎`, note: \"a⏎\"}"
    ),
    .init("settings by their text", "x: |\n  export A=b\n", "{x: shell`export A=b⏎`}"),
    .init("conditions", "when: a == b\nthen: a == b", "{when: cmp(a == b), then: a == b}"),
    .init("job", "before_script:\n- a\n- b c", "{before_script: [shell`a`, shell`b c`]}"),
    .init(
      "Argo", "script:\n  command: [python]\n  source: |\n    x\n",
      "{script: {command: [python], source: python`x⏎`}}"),
    .init(
      "shebang", "x: |\n  #!/usr/bin/env python3\n  y\n", "{x: python`#!/usr/bin/env python3⏎y⏎`}"),
    .init(
      "cloud-config", "user_data: |\n  #cloud-config\n  a: b\n",
      "{user_data: yaml`#cloud-config⏎a: b⏎`}"),
    .init(
      "file", "data:\n  a.sh: |\n    ls\n  b.txt: |\n    ls\n",
      "{data: {a.sh: shell`ls⏎`, b.txt: \"ls⏎\"}}"),
  ]

  static let heat: [ReadingCase] = [
    .init(
      "parameters", "heat_template_version: 1\nparameters:\n  t: {type: string, default: x}\n",
      "{heat_template_version: 1, parameters: {t: {type: string, default: param.t ?= x}}}"),
    .init("read", "a: {get_param: t}\nb:\n  get_param: [t, u]", "{a: $param.t, b: $param.t.u}"),
    .init("attribute", "a: {get_attr: [s, t]}", "{a: {get_attr: [s, t]}}"),
  ]

  @Test(arguments: structure + templates + tolerance + scripts + heat)
  func readsTheTree(_ test: ReadingCase) {
    #expect(ConfigurationRendering.of(test.text, .yaml) == test.tree)
  }

  @Test(arguments: [100, 101, 5000])
  func boundsTheNesting(depth: Int) {
    for text in ["- ", "[", "? ", "{a: "] {
      let tree = ConfigurationRendering.of(String(repeating: text, count: depth), .yaml)
      #expect(tree.contains("unread") == (depth > 100 || text.contains { "[{".contains($0) }))
    }
  }
}
