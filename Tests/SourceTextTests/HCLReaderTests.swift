import SourceText
import Testing

@Suite struct HCLReaderTests {
  static let cases: [ReadingCase] = [
    .init("tfvars", "site = \"uc\" # c\nn = 4\n", "{site: var.site = \"uc\", n: var.n = 4} # c"),
    .init(
      "block", "resource \"a\" \"b\" {\n  x = 1\n  y {\n    z = true\n  }\n}\n",
      "<resource \"a\" \"b\" | {x: 1} <y | {z: ()}>>"),
    .init(
      "variable", "variable \"t\" {\n  type = string\n  default = \"x\"\n}",
      "<variable \"t\" | {type: $string, default: var.t ?= \"x\"}>"),
    .init("locals", "locals {\n  a = var.b\n}", "<locals | {a: local.a = $var.b}>"),
    .init(
      "string", #"a = "x-${var.t}-$${y}\n%{ if z }""#,
      "{a: var.a = \"x-<var.t|$var.t>-${y}⏎<?|$z>\"}"),
    .init("object", "a = { b = c.d, \"e\" : [1,\n 2] }", "{a: var.a = {b: $c.d, \"e\": [1, 2]}}"),
    .init(
      "conditional", "a = b == \"x\" ? \"y\" : \"z\"",
      "{a: var.a = if cmp($b \"x\") (\"y\" \"z\")}"),
    .init("and", "a = b == 1 && c", "{a: var.a = (cmp($b 1) $c)}"),
    .init("call", "a = f(b, \"c\")[0].d", "{a: var.a = (f($b, \"c\") 0)}"),
    .init("contains", "a = contains([\"b\"], c)", "{a: var.a = cmp([\"b\"] $c)}"),
    .init("index", "a = b.c[\"d\"].e", "{a: var.a = ($b.c \"d\")}"),
    .init("for", "a = [for x in y : x.z if x]", "{a: var.a = ($x $y $x.z $x)}"),
    .init(
      "here-document", "a = <<-EOT\n    x ${y}\n      z\n  EOT\nb = 1",
      "{a: var.a = \"x <y|$y>⏎  z⏎\", b: var.b = 1}"),
    .init("script", "a = <<EOF\n#!/bin/bash\nls\nEOF\n", "{a: var.a = shell`#!/bin/bash⏎ls⏎`}"),
    .init("open here-document", "a = <<E\nb = 1\n", "unread`a = <<E\nb = 1\n`"),
    .init("unread", "a = {\n  b = @\n}\nc = 1", "{c: var.c = 1} unread`a = {\n  b = @\n}`"),
  ]

  @Test(arguments: cases)
  func readsTheTree(_ test: ReadingCase) {
    let tree = ConfigurationRendering.of(test.text, .hcl)
    #expect(tree == test.tree)
  }
}
