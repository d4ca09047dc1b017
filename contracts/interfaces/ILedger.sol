// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title The book: words of subjects, lists of parties, facts, and the registry sequence
/// @notice The only contract whose storage matters for proofs. It is deployed once and never replaced. The registries that hold the
/// rules write through it; governance appoints them, and their successors, after a delay.
///
/// A word stands for a subject, a fact for what a rule looks up by itself. Each is one storage slot, so that one storage proof shows it,
/// or shows that there is none.
///
/// Assumptions. Every appointed registry is trusted to write only what follows its published rules. The ledger itself enforces what no
/// registry may break: a word or fact changes only if the writer knows the present one; a word never returns to zero; a list only
/// grows; a permanent fact never changes; a sequence number is given once; who is not appointed, or no longer, writes nothing.
interface ILedger {
    /// @notice From now on the registry may write words of the kinds `subjects` (mask of {Subjects}) and facts of the kinds `facts`
    /// (mask with the bit 1 << kind, see {Facts}). Both 0 end its appointment; name and version are 0 then.
    event RegistryAppointed(
        address indexed registry,
        bytes32 indexed name,
        uint16 version,
        uint8 subjects,
        uint256 facts,
        uint40 time
    );

    /// @notice `registry` has no appointment for the subject kinds `needed`.
    error NotAppointed(address registry, uint8 needed);
    /// @notice `registry` has no appointment for facts of this kind.
    error NotAppointedForFact(address registry, uint8 kind);
    /// @notice The subject's word is `actual`, the caller built on `expected`: somebody was faster. Read again.
    error StaleState(uint8 kind, bytes32 subject, bytes32 expected, bytes32 actual);
    /// @notice The fact is `actual`, the caller built on `expected`: somebody was faster. Read again.
    error StaleFact(uint8 kind, bytes32 ref, bytes32 expected, bytes32 actual);
    /// @notice Facts of this kind never change once they stand.
    error PermanentFact(uint8 kind, bytes32 ref);
    /// @notice No such subject: its word is zero.
    error UnknownSubject(uint8 kind, bytes32 subject);
    /// @notice A word must never be (or become again) zero, because a zero word proves a nil result.
    error ZeroWord(uint8 kind, bytes32 subject);
    /// @notice The address is no contract that says what registry it is.
    error NotARegistry(address registry);

    /// @notice Appoints `registry`, or ends its appointment with two empty masks. Governance only.
    function appoint(address registry, uint8 subjects, uint256 facts) external;

    /// @notice Takes `count` consecutive numbers of the registry sequence, which starts at 1.
    /// @return first the first of them
    function next(uint256 count) external returns (uint64 first);

    /// @notice Replaces the subject's word if it still is `expected` (zero for a new subject), else {StaleState}.
    function write(uint8 kind, bytes32 subject, bytes32 expected, bytes32 newWord) external;

    /// @notice Folds `entry` into the word of a known subject: word' = keccak256(word ‖ entry). Needs no preimage.
    function extend(uint8 kind, bytes32 subject, bytes32 entry) external;

    /// @notice The first word of a party, whose list begins with it.
    function open(bytes32 party, bytes32 word) external;

    /// @notice Appends a leaf to the list of a known party, see {Lists}. Needs no preimage.
    function list(bytes32 party, bytes32 leaf) external;

    /// @notice {write} and {list} in one call.
    function writeAndList(
        uint8 kind,
        bytes32 subject,
        bytes32 expected,
        bytes32 newWord,
        bytes32 party,
        bytes32 leaf
    ) external;

    /// @notice Replaces a fact if it still is `expected` (zero for a new one), else {StaleFact}.
    function record(uint8 kind, bytes32 ref, bytes32 expected, bytes32 value) external;

    /// @notice The subject's word; zero if it was never registered.
    function word(uint8 kind, bytes32 subject) external view returns (bytes32);

    /// @notice The fact; zero if there is none.
    function fact(uint8 kind, bytes32 ref) external view returns (bytes32);

    /// @notice The party's list as it was with `number` full pages; zero for 0 and for pages that are not full yet.
    function page(bytes32 party, uint256 number) external view returns (bytes32);

    /// @notice The last sequence number given.
    function sequence() external view returns (uint64);

    /// @notice The kinds that `registry` may write.
    function appointment(address registry) external view returns (uint8 subjects, uint256 facts);
}
