import ArgumentParser

/// One of a fixed set of words that an option takes.
///
/// The words are listed here rather than by ArgumentParser, whose way by key paths costs a look-up
/// through all conformances of the program for each type: a tenth of the time of a command.
protocol OptionWord: ExpressibleByArgument, CaseIterable, RawRepresentable<String>
where AllCases == [Self] {}

extension OptionWord {
  static var allValueStrings: [String] { allCases.map { $0.rawValue } }

  /// The words speak for themselves.
  static var allValueDescriptions: [String: String] { [:] }
}
