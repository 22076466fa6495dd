/// A ZIP archive of files that are stored as they are, the same bytes for the same files.
package struct ZipArchive {
  private var contents: [UInt8] = []
  private var directory: [UInt8] = []
  private var count: UInt16 = 0

  /// 1 January 1980, the first day that the format knows.
  private static let date: UInt16 = 1 << 5 | 1

  package init() {}

  package mutating func add(_ name: String, _ text: String) {
    let bytes = Array(text.utf8)
    let offset = UInt32(contents.count)
    // What both headers of a file have: version, flag for UTF-8, stored, time and date.
    var header: [UInt8] = []
    for number in [20, 1 << 11, 0, 0, Self.date] as [UInt16] { header += number.littleEndianBytes }
    header += Self.checksum(bytes).littleEndianBytes
    header += UInt32(bytes.count).littleEndianBytes + UInt32(bytes.count).littleEndianBytes
    header += UInt16(name.utf8.count).littleEndianBytes + UInt16(0).littleEndianBytes
    contents += UInt32(0x0403_4B50).littleEndianBytes + header + Array(name.utf8) + bytes
    directory += UInt32(0x0201_4B50).littleEndianBytes + UInt16(20).littleEndianBytes + header
    directory += [UInt8](repeating: 0, count: 10) + offset.littleEndianBytes + Array(name.utf8)
    count += 1
  }

  /// The whole archive.
  package var bytes: [UInt8] {
    var end = UInt32(0x0605_4B50).littleEndianBytes
    for number in [0, 0, count, count] { end += number.littleEndianBytes }
    end += UInt32(directory.count).littleEndianBytes + UInt32(contents.count).littleEndianBytes
    return contents + directory + end + UInt16(0).littleEndianBytes
  }

  /// The CRC-32 of ISO 3309, which ZIP has.
  package static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { sum, byte in
      remainders[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ sum >> 8
    }
  }

  private static let remainders: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(byte) { rest, _ in rest & 1 == 1 ? 0xEDB8_8320 ^ rest >> 1 : rest >> 1 }
  }
}

extension FixedWidthInteger {
  fileprivate var littleEndianBytes: [UInt8] {
    (0..<Self.bitWidth / 8).map { UInt8(truncatingIfNeeded: self >> ($0 * 8)) }
  }
}
