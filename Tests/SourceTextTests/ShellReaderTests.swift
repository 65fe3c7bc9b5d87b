import SourceText
import TestSupport
import Testing

@Suite struct ShellReaderTests {
  private static func render(_ text: String) throws -> String {
    var document = Document(path: "a.sh", bytes: Array(text.utf8))
    let syntax = try document.read(.file, as: .shell)
    return ShellRendering(document: document).render(syntax)
  }

  @Test(arguments: [
    (#"c 'a b' "x \$y \"" z#w"#, #"(c 'a b' 'x $y "' z#w)"#),
    (#"c '["=", "$t", "'"$N"'"]'"#, #"(c '["=", "$t", "<N>"]')"#),
    ("c max=$((N + 1 ))", "(c max=<: $N>)"),
    (#"unset $(set | grep -o "^OS_[^=]*")"#, "(unset <: (set) (grep -o '^OS_[^=]*')>)"),
    ("export A=${A:-gpu_p100} # why", "A=<A: A?=gpu_p100> # why"),
    ("A=b c d", "(A=b c d)"),
    ("declare -A T=([uc]=x [tacc]='y')", "T={uc: x, tacc: 'y'}"),
    ("A=(a 'b c'\r\n d)\r\n", "A=[a 'b c' d]"),
    ("read -sr P", "(read -sr P) P=g()"),
    ("[ $S = x ] && c a", "if(cmp(<S> x)){(c a)}"),
    (
      "if [[ $S == a ]]; then b; else c; fi", "if(cmp(<S> a)){(b)} if(cmp(<S> a)){(c)}"
    ),
    ("case $S in a|b) c;; *) d; esac", "if(cmp(<S> a b)){(c)} if(cmp(<S> a b *)){(d)}"),
    ("f() { local x=1; }\ng() { y=2; }", "f(){g(x=1)} g(y=2)"),
    ("cat <<E > x.sh\nA=\\$b\nE\nd", "(cat <<shell{A=<b>}) g(x.sh) (d)"),
    ("cat <<'E'\n$b\nE", "(cat <<$b\\n)"),
    ("ssh h 'bash -s' <<E\nc $d\nE", "(ssh h 'bash -s' <<shell{(c <>)}) shell{(bash -s)}"),
    ("cat > openrc <<'E'\nA=b\nE", "(cat <<shell{A=b}) g(openrc)"),
    ("cat <<E\nexport A=b\nE", "(cat <<shell{A=b})"),
    ("alias x='c \"d e\"' y=z", "(alias 'x=c \"d e\"' y=z) shell{(c 'd e')}"),
    ("eval \"A=b\"", "(eval 'A=b') shell{A=b}"),
    ("eval \"A=b\" c", "(eval 'A=b' c)"),
    ("trap 'c' EXIT", "(trap 'c' EXIT) shell{(c)}"),
    ("echo 'export A=b' >> f", "(echo 'export A=b') g(f) shell{A=b}"),
    ("echo 'export A=b'", "(echo 'export A=b')"),
    ("echo 'a b' >> f", "(echo 'a b') g(f)"),
    ("bash -c 'c \"$d\"'", "(bash -c 'c \"$d\"') shell{(c '<d>')}"),
    ("for n in a b; do c $n; done", "g(n=[a b] (c <n>))"),
    (#"x="$(cat <<E"# + "\na $(b \")\")\nE\n)\"", "x='<: (cat <<a <: (b ')')>\\n)>'"),
    ("c ${{ secrets.X }} \"{{ y }}\" `d \\`e\\``", "(c <> '<>' <: (d <: (e)>)>)"),
  ])
  func understands(text: String, expected: String) throws {
    #expect(try Self.render(text) == expected)
  }

  @Test(arguments: ["a 'b", "a \"b", "a $(b", "a ${b", "a `b"])
  func refusesQuotingWithoutEnd(text: String) {
    #expect(throws: ReadingError.self) { try Self.render(text) }
  }

  @Test(arguments: ["$(", "{ ", "if ", "\"${a:-"])
  func refusesDeepNestingWithoutCrash(opening: String) {
    #expect(throws: ReadingError.self) {
      try Self.render(String(repeating: opening, count: 5000))
    }
  }

  /// What an edit writes is what is read afterwards, whatever the quoting.
  @Test(arguments: [
    "c OLD", "c 'OLD'", "c \"OLD\"", "c $'OLD'", "c \"${x:-OLD}\"", "c <<E\nOLD\nE\n",
    "c <<'E'\nOLD\nE\n", "c `d \"OLD\"`", "OLD>x", "bash -c 'c \"OLD\"'",
  ])
  func writesWhatItReads(text: String) throws {
    var random = SplitMix64(seed: 5)
    let alphabet = Array(#"aZ0 '"\$`#=~(){}[];&|<>*?!é,"#)
    var written = 0
    for _ in 0..<200 {
      let value = String(
        (0..<Int.random(in: 1...6, using: &random)).map { _ in
          alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
        })
      var document = Document(path: "a", bytes: Array(text.utf8))
      _ = try document.read(.file, as: .shell)
      let last = document.regions.indices.last { document.regions[$0].text.contains("OLD") }
      let index = try #require(last)
      let region = document.regions[index]
      let id = try #require(Self.id(of: index, in: document))
      let start = region.text.hasPrefix("c \"") ? 3 : 0
      let span = Span(id, start..<start + 3)
      guard let edit = try? document.edit(span, to: value) else { continue }
      written += 1
      let bytes = try #require([edit].applied(to: document.bytes))
      var changed = Document(path: "a", bytes: bytes)
      _ = try changed.read(.file, as: .shell)
      #expect(changed.regions.contains { $0.text.replacing("\n", with: "") == value }, "\(value)")
    }
    #expect(written > 20)
  }

  private static func id(of index: Int, in document: Document) -> RegionID? {
    let ids = ShellSpans.ids(in: document)
    return index < ids.count ? ids[index] : nil
  }

  @Test func survivesDamagedScripts() {
    let seed = Array(
      #"""
      export A=${B:-"c d"} && [ "$S" = 'x' ] || f "$(g `h \`i\`` <<< z)" $'\x4\n' # k
      cat <<-E | ssh h 'bash -s'
      	echo "${A[1]/x/y}" $((1 + b)) {{ j }}
      	E
      case $S in a|b) T=([k]=v);; esac; while read -r l; do :; done < <(m)

      """#.utf8)
    var random = SplitMix64(seed: 11)
    for _ in 0..<3000 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let (a, b) = (
          Int.random(in: 0..<bytes.count, using: &random),
          Int.random(in: 0..<bytes.count, using: &random)
        )
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes.swapAt(a, b)
        case 1: bytes.insert(bytes[b], at: a)
        default: bytes.removeSubrange(a..<min(bytes.count - 1, a + 5))
        }
      }
      var document = Document(path: "a", bytes: bytes)
      _ = try? document.read(.file, as: .shell)
      let ends = ShellSpans.fileRanges(in: document)
      #expect(ends.allSatisfy { $0.upperBound <= bytes.count })
    }
  }
}

/// The regions of a document by their numbers.
enum ShellSpans {
  static func ids(in document: Document) -> [RegionID] {
    var other = Document(path: "", bytes: [])
    return [.file] + document.regions.dropFirst().map { _ in other.addVerbatim(Span(.file, 0..<0)) }
  }

  static func fileRanges(in document: Document) -> [Range<Int>] {
    ids(in: document).map {
      document.fileRange(of: Span($0, 0..<document[$0].bytes.count))
    }
  }
}
