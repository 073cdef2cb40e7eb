"""Calls that moto does not have."""

from botocore.exceptions import ClientError


class Missing:
    """botocore checks the form of the call, before moto answers that it does not know it."""

    def __init__(self, service, method, arguments, owner):
        """`owner(aws, inputs)` looks up what the call adds something to, and raises if it is not there."""
        self.service = service
        self.method = method
        self.arguments = arguments
        self.owner = owner

    def create(self, aws, i, _files):
        self.owner(aws, i)
        try:
            getattr(aws(self.service), self.method)(**self.arguments(i))
        except ClientError as error:
            if error.response["Error"]["Code"] != "404":
                raise
            return {}
        raise AssertionError(f"moto has {self.service}.{self.method} now: create, compare and delete what it makes")

    def delete(self, _aws, _i, _made):
        """There is nothing."""
