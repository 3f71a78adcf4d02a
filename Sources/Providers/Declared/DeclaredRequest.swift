internal import HTTP
internal import JSON
internal import Primitives
internal import Publishing

/// The request of one step, its templates filled.
struct DeclaredRequest {
    let request: NetworkRequest

    init(
        _ step: DeclaredNetwork.Step,
        _ values: TemplateValues,
        _ file: MediaFile?,
        _ random: any RandomSource
    ) {
        let url = Self.url(step.url, values)
        var request: NetworkRequest
        switch step.body {
        case .nothing: request = NetworkRequest(method: step.method, url: url)
        case .json(let template): request = .post(url, json: template.filled(values))
        case .form(let fields):
            request = .post(url, form: fields.map { ($0.name, $0.value.filled(values)) })
        case .multipart(let name, let fields):
            var form = MultipartForm(random)
            for field in fields { form.append(field.name, field.value.filled(values)) }
            if let file {
                form.append(
                    name,
                    file: file.bytes,
                    named: file.item.type.fileName,
                    type: file.item.type.rawValue
                )
            }
            request = .post(url, bytes: form.bytes, type: form.contentType)
        case .bytes:
            request = .post(
                url,
                bytes: file?.bytes ?? [],
                type: file?.item.type.rawValue ?? "application/octet-stream"
            )
        }
        request.method = step.method
        self.request = request
    }

    /// The address; what a network gave as a whole address stays as it is, and everything else is
    /// escaped.
    private static func url(_ template: TextTemplate, _ values: TemplateValues) -> String {
        let names = template.names
        if names.count == 1, let whole = values.texts[names[0]],
            whole.isIdentical(to: template.filled(values))
        {
            return whole
        }
        return template.filled(values, PathSegment.escaped)
    }
}
