// The executable: one file per command.
@main
enum Wayleave {
    static func main() {}
}
