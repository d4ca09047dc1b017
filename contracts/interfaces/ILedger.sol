// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title The book: one word per subject, and the registry sequence
/// @notice The only contract whose storage matters for proofs. It is deployed once and never replaced; the registries that
/// hold the rules write through it and may be succeeded by new ones, which governance appoints after a delay.
///
/// Assumptions. Every appointed registry is trusted to write only words that follow its published rules; the ledger itself
/// enforces what no registry may break: a word changes only if the writer knows the present one, a word never returns to
/// zero, and a sequence number is given once.
interface ILedger {
    /// @notice A registry may write words of the kinds in the mask {Subjects}; zero ends its appointment.
    event RegistryAppointed(address indexed registry, uint8 kinds, uint40 time);

    /// @notice `registry` has no appointment for the subject kinds `needed`.
    error NotAppointed(address registry, uint8 needed);
    /// @notice The subject's word is `actual`, the caller built on `expected`: somebody was faster. Read again.
    error StaleState(uint8 kind, bytes32 subject, bytes32 expected, bytes32 actual);
    /// @notice No such subject: its word is zero.
    error UnknownSubject(uint8 kind, bytes32 subject);
    /// @notice A word must never be (or become again) zero, because a zero word proves a nil result.
    error ZeroWord(uint8 kind, bytes32 subject);
    /// @notice The address has no code, so it cannot be a registry.
    error NotAContract(address registry);

    /// @notice Appoints `registry` for the kinds of the mask, or ends its appointment with an empty mask. Governance only.
    function appoint(address registry, uint8 kinds) external;

    /// @notice Takes `count` consecutive numbers of the registry sequence, which starts at 1.
    /// @return first the first of them
    function next(uint256 count) external returns (uint64 first);

    /// @notice Replaces the subject's word if it still is `expected` (zero for a new subject), else {StaleState}.
    function write(uint8 kind, bytes32 subject, bytes32 expected, bytes32 newWord) external;

    /// @notice Folds `entry` into the word of a known subject: word' = keccak256(word ‖ entry). Needs no preimage, so writers
    /// who have nothing to do with each other never conflict.
    function extend(uint8 kind, bytes32 subject, bytes32 entry) external;

    /// @notice {write} and, for the party that it concerns, {extend} in one call.
    function writeAndExtend(
        uint8 kind,
        bytes32 subject,
        bytes32 expected,
        bytes32 newWord,
        bytes32 party,
        bytes32 entry
    ) external;

    /// @notice The subject's word; zero if it was never registered.
    function word(uint8 kind, bytes32 subject) external view returns (bytes32);

    /// @notice The last sequence number given.
    function sequence() external view returns (uint64);

    /// @notice The kinds that `registry` may write.
    function appointment(address registry) external view returns (uint8 kinds);
}
