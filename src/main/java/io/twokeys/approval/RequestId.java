package io.twokeys.approval;

/** A request's name: {@code AR-7}. */
public record RequestId(String value) {
    public RequestId {
        if (!value.matches("AR-[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException("not the id of an approval request: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
