private import Glibc

/// What this process has open at the moment.
public enum OpenDescriptors {
    /// The number of its open files and sockets, one for the counting itself included.
    public static var count: Int {
        guard let folder = unsafe opendir("/proc/self/fd") else { return 0 }
        defer { unsafe closedir(folder) }
        var count = 0
        while unsafe readdir(folder) != nil { count += 1 }
        // `.` and `..`.
        return count - 2
    }
}
