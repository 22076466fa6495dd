import Diagnostics
import Lessons

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension SampleFiles {
  /// The files below the folder in which a lesson's file stands.
  ///
  /// What a name means is settled with all symbolic links resolved; only regular files are read.
  static func beside(lesson path: String) -> SampleFiles {
    let beginning = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    return SampleFiles { name, maximum throws(NoSampleFile) in
      // Paths are compared as bytes: different ones may be equal as text.
      guard let folder = resolved(beginning.isEmpty ? "." : beginning) else {
        throw NoSampleFile("cannot read '\(name)': \(Surroundings.reason())")
      }
      guard let file = resolved(beginning + name) else {
        throw NoSampleFile(
          errno == ENOENT
            ? "there is no file '\(name)' in the lesson's folder"
            : "cannot read '\(name)': \(Surroundings.reason())")
      }
      let slash = UInt8(ascii: "/")
      if !file.starts(with: folder.last == slash ? folder : folder + [slash]) {
        throw NoSampleFile("'\(name)' leads out of the lesson's own folder")
      }
      return Source(name: beginning + name, bytes: try bytes(of: file, name, maximum))
    }
  }

  /// The absolute path without symbolic links; `nil` where there is none, with `errno` saying why.
  private static func resolved(_ path: String) -> [UInt8]? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return (0..<strlen(resolved)).map { UInt8(bitPattern: resolved[$0]) }
  }

  /// The bytes of a regular file; of one that is too large, none.
  private static func bytes(
    of path: [UInt8], _ name: String, _ maximum: Int
  ) throws(NoSampleFile) -> [UInt8] {
    let path = path.map { CChar(bitPattern: $0) } + [0]
    // Nobody has to write to a pipe before it is open.
    let file = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY)
    if file < 0 { throw NoSampleFile("cannot read '\(name)': \(Surroundings.reason())") }
    defer { close(file) }
    var status = stat()
    if fstat(file, &status) != 0 {
      throw NoSampleFile("cannot read '\(name)': \(Surroundings.reason())")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw NoSampleFile(
        status.st_mode & S_IFMT == S_IFDIR
          ? "'\(name)' is a folder, not a table" : "'\(name)' is not a file")
    }
    do {
      return try Surroundings.read(file, name: "'\(name)'", most: maximum)
    } catch {
      throw NoSampleFile("cannot read '\(name)'")
    }
  }
}
