import SourceText
import Testing

@Suite struct LanguageTests {
  @Test(
    arguments: [
      ("a/b.sh", .shell), ("a/.env", .shell), (".env.prod", .shell), ("prod.env", .shell),
      ("a/CH-12-openrc.sh", .shell), ("openrc", .shell), ("my-openrc.v3", .shell),
      ("chi.rc", .shell), (".envrc", .shell), (".bashrc", .shell), ("X.PY", .python),
      ("a.ipynb", .notebook), ("a.json", .json), ("a.tf.json", .json), ("main.tf", .hcl),
      ("x.auto.tfvars", .hcl), (".terraform.lock.hcl", .hcl), ("clouds.yaml", .yaml),
      ("a.yml", .yaml), ("clouds.yaml.example", .yaml), ("server.template", nil),
      ("openrc.template", .shell), ("rclone.conf", .ini), ("a.cfg", .ini), ("README.md", .markdown),
      ("a.qmd", .markdown), ("a.rst", .restructuredText), ("a.txt", nil), ("Dockerfile", nil),
      ("a/.bashrc.old", nil),
      ("Makefile", nil), ("a.tfstate", nil), ("a.toml", nil), ("", nil),
      (".github/workflows/ci.yaml", .yaml), ("sh.d/notes", nil),
    ] as [(String, Language?)])
  func knowsFilesByTheirNames(path: String, language: Language?) {
    #expect(Language(path: path, contents: []) == language)
  }

  @Test(
    arguments: [
      ("#!/bin/bash -e\n", .shell), ("#!/usr/bin/env zsh", .shell),
      ("#!/usr/bin/env -S uv run python3\n", .python), ("#!/usr/bin/perl\nexport A=b\n", nil),
      ("\u{FEFF}# x\r\n\r\n  export OS_A=b\r\n", .shell), ("OS_REGION_NAME=\"CHI@UC\"\n", .shell),
      ("heat_template_version: 2015-10-15\n", .yaml), ("# a\n---\na: b", .yaml),
      ("[chi_uc]\ntype = swift\n", .ini), ("[\"=\", \"a\"]", .json), ("{\n\"a\": 1}", .json),
      ("{\n \"cells\": []}", .notebook), ("Dear all,\n", nil), ("x = 1\n", nil),
    ] as [(String, Language?)])
  func knowsFilesWithoutEndingByTheirBeginning(text: String, language: Language?) {
    #expect(Language(path: "a/run", contents: Array(text.utf8)) == language)
    // A name that says nothing else leaves the first line to tell.
    let isScript = text.hasPrefix("#!")
    #expect(
      Language(path: "a/run.slurm", contents: Array(text.utf8)) == (isScript ? language : nil))
  }

  @Test(
    arguments: [
      ("Bash", .shell), ("console", .shell), ("ipython3", .python), ("yml", .yaml),
      ("terraform", .hcl), ("R", nil), ("toml", nil), ("", nil),
    ] as [(String, Language?)])
  func knowsNames(name: String, language: Language?) {
    #expect(Language(name: name) == language)
  }

  @Test func tellsHeatTemplatesFromOthers() {
    let heat = Array("description: a\nheat_template_version: rocky\n".utf8)
    #expect(Language(path: "server.template", contents: heat) == .yaml)
    #expect(Language(path: "server.template", contents: Array("Dear {name}".utf8)) == nil)
  }
}
