import ArgumentParser
import Commands

@main
struct Main {
  static func main() { FindEquivalent.main() }
}
