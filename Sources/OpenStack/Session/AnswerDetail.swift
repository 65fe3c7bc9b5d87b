package import HTTP
import JSON

/// What the services say of a failure.
package enum AnswerDetail {
  private static let maximumCharacters = 200

  /// What the body of an error says, shortened.
  ///
  /// Source: Keystone, Glance and Nova (`error.message`, or another name of the only member), Neutron
  /// (`NeutronError.message`), Blazar (`error_message`), FastAPI (`detail`), OAuth 2.0
  /// (`error_description`; RFC 6749, section 5.2).
  ///
  /// - Parameters:
  ///   - body: The content of the answer.
  ///   - secrets: What it may quote, but no message.
  /// - Returns: Its text; nil when it says nothing.
  package static func text(of body: [UInt8], hiding secrets: [Secret] = []) -> String? {
    guard let content = try? JSONValue(parsing: body), let members = content.members else {
      return nil
    }
    let named = ["detail", "error_description", "error_message", "message"].map { content[$0] }
    let nested = members.map { $0.value["message"] }
    let texts = named + nested + [content["error"]]
    guard var text = texts.lazy.compactMap({ $0?.string }).first(where: { !$0.isEmpty }) else {
      return nil
    }
    // Before it is cut, as half a secret would not be found.
    for secret in secrets { text = secret.hidden(in: text) }
    return text.count <= maximumCharacters ? text : text.prefix(maximumCharacters) + "..."
  }
}
