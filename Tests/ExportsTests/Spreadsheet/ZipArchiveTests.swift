import Testing

@testable import Exports

@Suite struct ZipArchiveTests {
  /// The check value that catalogues of checksums have for CRC-32.
  @Test func `the checksum of the nine digits`() {
    #expect(ZipArchive.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(ZipArchive.checksum([]) == 0)
  }

  /// Written out by hand from PKWARE's APPNOTE, 4.3.7, 4.3.12 and 4.3.16.
  @Test func `an archive of one file`() {
    var archive = ZipArchive()
    archive.add("a", "123456789")
    // version, UTF-8, stored, no time, the first day; the checksum; two sizes; two lengths
    let header: [UInt8] = [
      20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0, 0x26, 0x39, 0xF4, 0xCB, 9, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0,
    ]
    let file: [UInt8] = [0x50, 0x4B, 3, 4] + header + Array("a123456789".utf8)
    let entry: [UInt8] =
      [0x50, 0x4B, 1, 2, 20, 0] + header + [UInt8](repeating: 0, count: 14) + Array("a".utf8)
    let end: [UInt8] = [
      0x50, 0x4B, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0, 47, 0, 0, 0, 40, 0, 0, 0, 0, 0,
    ]
    #expect(archive.bytes == file + entry + end)
  }
}
