import Planning
import Resources
import Testbed
import Testing

/// Images that ids and names of the files mean.
@Suite struct PlannerImageTests {
  private typealias Fixture = PlanFixture

  private static let ids = [
    "7d3a1f52-7c0b-4e0a-9a52-2f0d8c1b6e34", "2f6b2f0c-7c1f-4d0a-9d8f-0c6b1f9a4e11",
  ]

  private static func image(_ id: String, _ name: String) -> Image {
    Image(id: id, name: name, size: ByteCount(3_000_000_000))
  }

  private static func question(_ kind: String, _ values: [String], _ images: [Image])
    -> PlanQuestion
  {
    var question = Fixture.question()
    question.references = values.map { Fixture.reference(kind, $0) }
    question.source = Fixture.inventory(Fixture.uc) { $0.images = .known(images) }
    question.target = Fixture.inventory(Fixture.tacc)
    return question
  }

  /// Names need not be unique: both images travel, and neither is taken for the other.
  @Test(arguments: ["image", "resource_id"]) func twoImagesOfOneNameAreTwo(_ kind: String) throws {
    let images = Self.ids.map { Self.image($0, "snap") }
    let steps = Fixture.steps(Self.question(kind, Self.ids, images), .image)
    #expect(steps.map(\.id) == ["image-snap", "image-snap-2"])
    #expect(steps.map(\.title) == ["copy snap, 3 GB", "copy another snap as snap-2f6b2f0c, 3 GB"])
    let newNames = ["snap", "snap-2f6b2f0c"]
    #expect(
      steps.map(\.action)
        == zip(Self.ids, newNames).map {
          .copyImage(id: $0, name: "snap", newName: $1, bytes: 3_000_000_000)
        })
    #expect(
      steps.last?.shortcut.map { ShellText.command($0.words) }
        == "chiport copy image \(Self.ids[1]) --from uc --to tacc --name snap-2f6b2f0c")
    for (step, name) in zip(steps, newNames) {
      #expect(step.commands.last?.words.last == name)
      #expect(step.commands[1].words.last == "\(name).image")
    }
  }

  /// The first one's copy takes the name, and not the second one's place.
  @Test func theSecondImageOfANameFollowsTheFirst() throws {
    let images = zip(Self.ids, ["aa", "bb"]).map {
      Image(id: $0, name: "snap", size: ByteCount(3_000_000_000), checksum: $1)
    }
    func steps(_ names: [(String, String)]) -> [PlanStep] {
      var question = Self.question("image", Self.ids, images)
      question.target = Fixture.inventory(Fixture.tacc) {
        $0.images = .known(
          names.map {
            Image(id: "t\($0)", name: $0, size: ByteCount(3_000_000_000), checksum: $1)
          })
      }
      return Fixture.steps(question, .image)
    }
    let first = steps([("snap", "aa")])
    #expect(first.map(\.state) == [.done, .todo])
    #expect(first.last?.title == "copy another snap as snap-2f6b2f0c, 3 GB")
    let both = steps([("snap", "aa"), ("snap-2f6b2f0c", "bb")])
    #expect(both.map(\.state) == [.done, .done])
    #expect(both.last?.title == "snap is snap-2f6b2f0c at CHI@TACC")
  }

  /// What is said of one image is said once, and both places are told.
  @Test func anIdAndItsNameAreOneImage() throws {
    let question = Self.question("image", ["snap", Self.ids[0]], [Self.image(Self.ids[0], "snap")])
    let steps = Fixture.steps(question, .image)
    #expect(steps.map(\.id) == ["image-snap"])
    #expect(steps.first?.why.hasSuffix("named in run.sh:7 and 1 more") == true)
  }

  /// A download that is there already is not made again: it has to be that of the image.
  @Test func namesThatDifferHaveFilesThatDiffer() throws {
    let names = ["a/b", "a-b", "a%2Fb"]
    let images = names.map { Self.image("id-\($0)", $0) }
    let steps = Fixture.steps(Self.question("image", names, images), .image)
    let files = steps.compactMap { $0.commands[1].words.last }
    #expect(files == ["a%2Fb.image", "a-b.image", "a%252Fb.image"])
  }

  @Test(arguments: [
    (["other-image"], PlanStep.State.done, "my-image is other-image at CHI@TACC"),
    (["other-image", "other-image"], .decide, "CHI@TACC has 2 images called other-image"),
    ([], .todo, "copy my-image, 3 GB"),
  ])
  func copiesNoImageThatTheFilesWillNotName(
    _ there: [String], _ state: PlanStep.State, _ title: String
  ) throws {
    var question = Self.question("image", [], [Fixture.image(3)])
    question.references = [
      Fixture.reference("image", "my-image", "rewritten", replacement: "other-image")
    ]
    question.target = Fixture.inventory(Fixture.tacc) {
      $0.images = .known(there.enumerated().map { Self.image("t\($0)", $1) })
    }
    let step = try #require(Fixture.steps(question, .image).first)
    #expect(step.state == state)
    #expect(step.title == title)
    #expect(step.isAutomatic == (state == .todo))
  }

  /// An image that is still made is none.
  @Test func anImageThatIsNotActiveTakesNoPlace() throws {
    var question = Self.question("image", [], [Fixture.image(3)])
    question.references = [
      Fixture.reference("image", "my-image", "rewritten", replacement: "other-image")
    ]
    question.target = Fixture.inventory(Fixture.tacc) {
      $0.images = .known([Image(id: "t", name: "other-image", status: "queued")])
    }
    #expect(Fixture.steps(question, .image).map(\.state) == [.todo])
  }
}
