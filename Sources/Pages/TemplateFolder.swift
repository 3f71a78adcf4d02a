private import Glibc

/// Reads the templates that an operator put in place of the built-in ones.
enum TemplateFolder {
    /// The largest template, in bytes.
    private static let maximumBytes = 1 << 20

    /// Returns every `.html` file of a folder by its name.
    ///
    /// - Parameter path: The folder.
    /// - Returns: The files; other names in the folder are left alone.
    /// - Throws: ``TemplateError`` when the folder or a file cannot be read, or a file is too
    ///   large.
    static func read(_ path: String) throws(TemplateError) -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for name in try names(in: path) where name.hasSuffix(".html") {
            files[name] = try bytes(ofFile: name, in: path)
        }
        return files
    }

    private static func failure(_ file: String, _ problem: String) -> TemplateError {
        TemplateError(file: file, line: 0, column: 0, problem: problem)
    }

    private static func names(in path: String) throws(TemplateError) -> [String] {
        // The folder stays open until the names, which `readdir` may overwrite, have been copied.
        guard let folder = unsafe opendir(path) else {
            throw failure(path, "the folder of templates cannot be opened (error \(errno))")
        }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            // `d_name` ends with a zero byte and lives until the next `readdir`.
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            names.append(name)
        }
        return names
    }

    private static func bytes(
        ofFile name: String,
        in folder: String
    ) throws(TemplateError) -> [UInt8] {
        let path = "\(folder)/\(name)"
        guard let file = unsafe fopen(path, "rb") else {
            throw failure(path, "the template cannot be opened (error \(errno))")
        }
        defer { unsafe fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            // `buffer` has room for the bytes asked for.
            let count = unsafe fread(&buffer, 1, buffer.count, file)
            bytes += buffer[..<count]
            guard bytes.count <= maximumBytes else {
                throw failure(path, "the template is larger than \(maximumBytes) bytes")
            }
            guard count == buffer.count else { break }
        }
        guard unsafe ferror(file) == 0 else { throw failure(path, "the template cannot be read") }
        return bytes
    }
}
