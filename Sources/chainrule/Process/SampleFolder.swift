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
  static func beside(lesson path: String, _ filesRead: FilesRead) -> SampleFiles {
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
      let start = folder.last == slash ? folder : folder + [slash]
      if !file.starts(with: start) {
        throw NoSampleFile("'\(name)' leads out of the lesson's own folder")
      }
      let opened = opened(file.dropFirst(start.count).split(separator: slash), in: folder)
      if opened < 0 { throw NoSampleFile("cannot read '\(name)': \(Surroundings.reason())") }
      defer { close(opened) }
      filesRead.note(opened)
      return Source(name: beginning + name, bytes: try bytes(of: opened, name, maximum))
    }
  }

  /// The absolute path without symbolic links; `nil` where there is none, with `errno` saying why.
  private static func resolved(_ path: String) -> [UInt8]? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return (0..<strlen(resolved)).map { UInt8(bitPattern: resolved[$0]) }
  }

  /// Opens a file by a path without symbolic links, also where somebody puts links into it
  /// meanwhile; negative where that fails, with `errno` saying why.
  private static func opened(_ path: [ArraySlice<UInt8>], in folder: [UInt8]) -> Int32 {
    func text(_ bytes: some Sequence<UInt8>) -> [CChar] {
      bytes.map { CChar(bitPattern: $0) } + [0]
    }
    var place = open(text(folder), O_RDONLY | O_DIRECTORY)
    for (index, part) in path.enumerated() where place >= 0 {
      // Nobody has to write to a pipe before it is open.
      let flags = index + 1 < path.count ? O_DIRECTORY : O_NONBLOCK | O_NOCTTY
      let inner = openat(place, text(part), O_RDONLY | O_NOFOLLOW | flags)
      let reason = errno
      close(place)
      errno = reason
      place = inner
    }
    return place
  }

  /// The bytes of a regular file; of one that is too large, none.
  private static func bytes(
    of file: Int32, _ name: String, _ maximum: Int
  ) throws(NoSampleFile) -> [UInt8] {
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
