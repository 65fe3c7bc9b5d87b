import Foundation
@testable import HTTP
import Testing
import TestSupport

/// Needs the `openssl` command; skipped where there is none.
@Suite(.enabled(if: TLSServer.isAvailable)) struct TLSTests {
  @Test func refusesACertificateThatNobodyVouchesFor() async throws {
    let server = try TLSServer(name: "localhost")
    let error = try #require(await failure(of: HTTPRequest("https://localhost:\(server.port)/")))
    guard case .transfer(.certificateRefused, _) = error.cause else {
      Issue.record("\(error)")
      return
    }
    #expect(!error.isRetryable)
  }

  @Test func acceptsACertificateOfAGivenAuthority() async throws {
    let server = try TLSServer(name: "localhost")
    let client = CurlClient(userAgent: "a", certificateAuthorities: server.certificate)
    let response = try await client.send(HTTPRequest("https://localhost:\(server.port)/"))
    #expect(response.status == .ok)
  }

  @Test func refusesACertificateOfAnotherName() async throws {
    let server = try TLSServer(name: "chi.example")
    let client = CurlClient(userAgent: "a", certificateAuthorities: server.certificate)
    let error = await failure(
      of: HTTPRequest("https://localhost:\(server.port)/"), by: client)
    guard case .transfer(.certificateRefused, _) = error?.cause else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}

/// `openssl s_server` with a fresh self-signed certificate, on a free port of 127.0.0.1.
private final class TLSServer {
  static var isAvailable: Bool { FileManager.default.isExecutableFile(atPath: command) }

  private static let command = "/usr/bin/openssl"

  /// The path of the certificate, which is its own authority.
  let certificate: String
  let port: Int
  private let folder: URL
  private let process = Process()

  init(name: String) throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("chiport-tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    certificate = folder.appendingPathComponent("certificate.pem").path
    let key = folder.appendingPathComponent("key.pem").path
    let maker = try TLSServer.start(
      Process(),
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
        "2", "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:\(name)", "-keyout", key,
        "-out", certificate,
      ])
    _ = try maker.readToEnd()
    let output = try TLSServer.start(
      process,
      ["s_server", "-accept", "127.0.0.1:0", "-www", "-cert", certificate, "-key", key])
    var text = ""
    var port: Int?
    // The server says `ACCEPT 127.0.0.1:` and the port when it is ready.
    while port == nil, let data = try output.read(upToCount: 1), !data.isEmpty {
      text += String(decoding: data, as: UTF8.self)
      let line = text.split(separator: "\n").first { $0.hasPrefix("ACCEPT ") }
      if text.hasSuffix("\n"), let line { port = Int(line.split(separator: ":").last ?? "") }
    }
    self.port = try #require(port, "openssl said: \(text)")
  }

  deinit {
    // Not SIGTERM: a child of a thread of Dispatch starts with that one blocked.
    kill(process.processIdentifier, SIGKILL)
    try? FileManager.default.removeItem(at: folder)
  }

  private static func start(_ process: Process, _ arguments: [String]) throws -> FileHandle {
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: command)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    return output.fileHandleForReading
  }
}
