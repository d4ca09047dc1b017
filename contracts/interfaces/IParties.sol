// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {PartyId} from "../types/Ids.sol";

/// @title Parties 当事人: legal entities that hold rights, owe debts or are institutions
/// @notice A party's word in the {ILedger} is the journal of its own registrations. Its list, see {Lists}, has the rights that it holds and
/// the interests in its rights, so that a search by grantor is provably complete. Its names and identifiers are public by law; natural
/// persons are not entered in clear and have no entry here.
///
/// Assumptions. The registrar answers for what it enters; nothing here compares it with a company register. A value is normalised by
/// the caller: two ways to write one identifier are two identifiers. That a merger took place the registration authority answers for.
interface IParties {
    enum Succession {
        NONE,
        /// 合并
        MERGER,
        /// 分立
        DIVISION
    }

    /// @notice `scheme` is of capital letters and digits, such as "USCC" or "LEI"; `value` is normalised by the caller.
    struct Identifier {
        bytes8 scheme;
        string value;
    }

    struct PartyRecord {
        string legalName;
        string jurisdiction;
        string registeredAddress;
        Identifier[] identifiers;
    }

    /// @notice Indexed: the party, and the institution that registered it as a number.
    event PartyRegistered(
        PartyId indexed party,
        uint256 indexed registrant,
        uint64 sequence,
        uint40 time,
        PartyRecord record
    );
    /// @notice The former name stays searchable for ever.
    event PartyRenamed(
        PartyId indexed party,
        uint256 indexed registrant,
        uint64 sequence,
        uint40 time,
        string legalName,
        bytes32 evidence
    );

    /// @notice 合并, 分立: the party has ended, `successor` takes its place, wholly or with others. Rights follow one by one when their
    /// authority registers it; encumbrances stay as they are on each. Both parties have this in their journals.
    event PartySucceeded(
        PartyId indexed party,
        PartyId indexed successor,
        uint64 sequence,
        uint40 time,
        uint32 registrant,
        Succession kind,
        bytes32 evidence
    );

    /// @notice 1 to {MAX_IDENTIFIERS} identifiers.
    error InvalidIdentifierCount(uint256 count);
    /// @notice A scheme and a value of 1 to {MAX_TEXT} bytes.
    error InvalidIdentifier(uint256 index);
    /// @notice A name of 1 to {MAX_TEXT} bytes.
    error InvalidName();
    /// @notice A jurisdiction and an address of at most {MAX_TEXT} bytes.
    error InvalidText();
    /// @notice The identifier belongs to that party already: one entity, one entry.
    error IdentifierTaken(bytes8 scheme, string value, PartyId party);
    error UnknownParty(PartyId party);
    /// @notice The party has ended by merger or division.
    error PartyEnded(PartyId party);
    /// @notice One successor of a merger, several of a division, ascending, registered, not ended, none the party itself.
    error InvalidSuccessors(uint256 index);
    /// @notice Only the institution that registered the party, or a registration authority, renames it.
    error NotRegistrant(PartyId party, uint32 institution);

    /// @notice Registers a legal entity. Any maker of an institution with a writing capacity.
    /// @return party keccak256 of its first identifier as "SCHEME:VALUE"
    function register(PartyRecord calldata record) external returns (PartyId party, uint64 sequence);

    /// @notice Records a new legal name on `evidence` (digest of the notice of change).
    function rename(
        PartyId party,
        string calldata legalName,
        bytes32 evidence
    ) external returns (uint64 sequence);

    /// @notice Records that the party has ended by merger into one, or division into 2 to {MAX_SUCCESSORS} others, ascending. A maker of
    /// a registration authority.
    /// @return first the sequence of the first successor; the others follow in order
    function succeed(
        PartyId party,
        Succession kind,
        PartyId[] calldata successors,
        bytes32 evidence
    ) external returns (uint64 first);

    /// @notice The party that the identifier belongs to; zero if none.
    function partyOf(bytes8 scheme, string calldata value) external view returns (PartyId);
}
