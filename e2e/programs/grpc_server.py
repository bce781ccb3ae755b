"""gRPC without TLS on 127.0.0.1:50051: e2e.Echo/Say answers once, e2e.Echo/Talk answers each message as it comes."""

from concurrent.futures import ThreadPoolExecutor

import grpc


def client_of(context):
    return dict(context.invocation_metadata()).get("x-forwarded-for", "nobody").encode()


def say(request, context):
    return request + b" from " + client_of(context)


def talk(requests, context):
    for request in requests:
        yield request + b" from " + client_of(context)


server = grpc.server(ThreadPoolExecutor(max_workers=8))
methods = {
    "Say": grpc.unary_unary_rpc_method_handler(say),
    "Talk": grpc.stream_stream_rpc_method_handler(talk),
}
server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("e2e.Echo", methods),))
server.add_insecure_port("127.0.0.1:50051")
server.start()
server.wait_for_termination()
