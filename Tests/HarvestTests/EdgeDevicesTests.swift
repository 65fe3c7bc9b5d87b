import Catalog
import Harvest
import JSON
import TestSupport
import Testing

@Suite struct EdgeDevicesTests {
  private static let device: JSONValue = [
    "uuid": "1f3c", "device_name": "iot-rpi4-01", "device_type": "raspberrypi4-64",
    "supported_device_profiles": ["pi_gpio"], "authorized_projects": ["all"],
    "owning_project": "chi-edge",
  ]

  private func devices(_ answer: String) async throws -> ([JSONValue], [HarvestProblem]) {
    let server = try LoopbackServer { _ in .text(answer) }
    return try await EdgeDevices(url: server.url + "/devices", client: testClient()).devices()
  }

  @Test func keepsEverythingThatIsListed() async throws {
    let other = EdgeDevicesTests.device.setting("uuid", "2a").setting("owning_project", .null)
      .setting("new_field", ["x": 1])
    let list = JSONValue.array([EdgeDevicesTests.device, other])
    let (records, problems) = try await devices(list.compact)
    #expect(records == [EdgeDevicesTests.device, other])
    #expect(problems.isEmpty)
    let catalog = try TestCatalog()
    #expect(try catalog.writer.store(devices: records) == 2)
    #expect(try catalog.writer.reader.devices() == records.map(\.sorted))
    #expect(try catalog.writer.store(devices: [other]) == 1)
    #expect(try catalog.writer.reader.devices() == [other.sorted])
  }

  @Test(arguments: [
    (JSONValue("a device"), "'[0]': found a string, expected an object"),
    (device.without("uuid"), "'[0]' 'uuid': found nothing, expected a string"),
    (device.setting("uuid", 7), "'[0]' 'uuid': found a number"),
    (device.setting("device_name", 7), "'[0]' 'device_name': found a number"),
    (
      device.setting("authorized_projects", "all"),
      "'[0]' 'authorized_projects': found a string, expected an array of strings"
    ),
    (device.setting("supported_device_profiles", [1]), "'[0]' 'supported_device_profiles'"),
    (device.setting("uuid", "other"), "'[1]': the uuid 'other' is listed twice"),
  ])
  func aBadDeviceIsLeftOut(bad: JSONValue, reason: String) async throws {
    let other = EdgeDevicesTests.device.setting("uuid", "other")
    let (records, problems) = try await devices(JSONValue.array([bad, other]).compact)
    #expect(records.count == 1)
    #expect(problems.count == 1)
    #expect(problems.first?.reason.contains(reason) == true, "\(problems)")
  }

  @Test(arguments: [
    ("{}", "the answer: found an object, expected an array"), ("[", "invalid JSON at byte 1"),
  ])
  func anAnswerThatIsNoListIsAProblem(answer: String, reason: String) async throws {
    let error = await #expect(throws: HarvestProblem.self) { try await devices(answer) }
    #expect(error?.reason.hasPrefix(reason) == true, "\(String(describing: error))")
  }

  @Test func aServerThatFailsIsAProblem() async throws {
    let server = try LoopbackServer { _ in .status(503) }
    let source = EdgeDevices(url: server.url + "/devices", client: testClient())
    let error = await #expect(throws: HarvestProblem.self) { try await source.devices() }
    #expect(error?.description.contains("/devices: HTTP 503 after 4 attempts") == true)
  }
}
