/// Fields that many responses share, as the lines that are sent.
///
/// Adding a field to a response that is kept copies its fields; a reference to these copies none.
public final class CommonFields: Sendable {
    /// The fields.
    public let fields: HTTPFields
    let lines: [UInt8]
    /// Takes the fields, of which the serializer's own are left out.
    public init(_ fields: HTTPFields) {
        self.fields = fields
        var lines: [UInt8] = []
        fields.appendLines(to: &lines)
        self.lines = lines
    }
}
