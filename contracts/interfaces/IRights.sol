// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Interval} from "../libraries/Line.sol";
import {PartyId, RightId} from "../types/Ids.sol";
import {Overlay} from "../types/Overlay.sol";
import {Head} from "../types/Subjects.sol";

/// @title Rights 权益: environmental rights as lines
/// @notice A right of quantity Q is the half-open line [0, Q) of integer base units; each encumbrance is an overlay on part
/// of that line. The right's word in the {ILedger} is keccak256(keccak256(abi.encode(version, RightState)) ‖ journal); a caller hands in
/// the state and journal that it built on, and the ledger refuses it if somebody was faster.
///
/// The units of a line keep their places for ever: what is surrendered, retired, cut or moved away stays on it under an overlay that
/// says so, which is why quantity is conserved and nothing that was recorded disappears.
///
/// Assumptions. Every registry that governance appointed for rights keeps lines by the same code, {RightKeeper}.
/// Serial numbers are checked within one right; that two rights do not share a serial is the confirming authority's answer.
interface IRights {
    /// 0 is no status, so that a forgotten field is never a confirmed right
    enum Status {
        NONE,
        CONFIRMED
    }

    /// how the holder acquired it: 无偿, 有偿, 交易
    enum Acquisition {
        NONE,
        FREE,
        PAID,
        TRADED
    }

    /// @notice An interval with a label: `count = last - first + 1` units in the order of the line.
    struct SerialBlock {
        string prefix;
        uint128 first;
        uint128 last;
    }

    /// @notice `value` in `currency` per display unit of the type, times 10^`decimals`. All zero and empty where there is none.
    struct ReferencePrice {
        uint128 value;
        uint8 decimals;
        bytes3 currency;
        uint32 day;
        string source;
    }

    /// @notice `digest` is of the document and a salt; the document itself stays off chain.
    struct Evidence {
        bytes16 kind;
        bytes32 digest;
    }

    struct Registration {
        PartyId holder;
        bytes8 typeCode;
        Acquisition acquisition;
        /// calendar or compliance year; 0 where the type has none
        uint16 vintage;
        /// civil days, see {CivilDate}; validTo 0 means without end
        uint32 validFrom;
        uint32 validTo;
        /// base units, 1 to 2^76 - 1
        uint128 quantity;
        string certificateNumber;
        /// ISO 3166-2, such as "CN-44"
        string region;
        ReferencePrice referencePrice;
        SerialBlock[] serialBlocks;
        Evidence[] evidence;
    }

    struct Renewal {
        string certificateNumber;
        /// civil days; validTo 0 means without end
        uint32 validFrom;
        uint32 validTo;
        Evidence[] evidence;
    }

    /// @notice What hashes into the right's word, behind the version of this encoding, {States.RIGHT}.
    struct RightState {
        PartyId holder;
        bytes8 typeCode;
        uint32 authority;
        Status status;
        Acquisition acquisition;
        uint32 validFrom;
        uint32 validTo;
        uint128 quantity;
        /// in the order of registration
        Overlay[] overlays;
    }

    /// @notice The authority has confirmed the right by registering it; the registration in full.
    event RightRegistered(
        RightId indexed right,
        PartyId indexed holder,
        uint64 sequence,
        uint40 time,
        uint32 authority,
        bytes32 stateHash,
        Registration registration
    );
    /// @notice The right goes on under a new certificate: the authority confirms that it is the same right, so that every
    /// encumbrance keeps its units and its rank (换证). Indexed: the right, and the number of the authority.
    event RightRenewed(
        RightId indexed right,
        uint256 indexed authority,
        uint64 sequence,
        uint40 time,
        bytes32 stateHash,
        Renewal renewal
    );
    /// @notice `ref` is the registry sequence of the registration that encumbers: an interest's initial registration.
    event RightEncumbered(
        RightId indexed right,
        uint256 indexed ref,
        uint64 sequence,
        uint40 time,
        bytes32 stateHash,
        Overlay[] added
    );
    /// @notice Every overlay of the registration `ref` has been taken away by the registration `sequence`.
    event RightDischarged(
        RightId indexed right,
        uint256 indexed ref,
        uint64 sequence,
        uint40 time,
        bytes32 stateHash
    );
    /// @notice The overlays of the registration `ref` have been taken from `intervals` by the registration `sequence`.
    event RightReleased(
        RightId indexed right,
        uint256 indexed ref,
        uint64 sequence,
        uint40 time,
        bytes32 stateHash,
        Interval[] intervals
    );
    /// @notice On `intervals` the overlays of the registration `ref` rank from `priority` on, behind those that have it already.
    event RightReranked(
        RightId indexed right,
        uint256 indexed ref,
        uint64 sequence,
        uint40 time,
        bytes32 stateHash,
        uint64 priority,
        Interval[] intervals
    );

    /// @notice 1 to {MAX_BATCH} registrations in a transaction.
    error InvalidBatchSize(uint256 count);
    error InvalidQuantity(uint256 quantity);
    error InvalidAcquisition();
    /// @notice validFrom <= validTo, unless validTo is 0.
    error InvalidValidity(uint32 validFrom, uint32 validTo);
    error InvalidCertificateNumber();
    error InvalidText();
    error TooManyEvidence(uint256 count);
    error VintageRequired(bytes8 typeCode);
    /// @notice A short prefix, first <= last, apart within a prefix, all together exactly the quantity.
    /// `index` is of the offending block, or their count.
    error InvalidSerialBlocks(uint256 index);
    error SerialBlocksRequired(bytes8 typeCode);
    error RightExists(RightId right);
    /// @notice The right is not (or no longer) confirmed.
    error RightNotConfirmed(RightId right, Status status);
    /// @notice The right's validity has ended.
    error RightExpired(RightId right, uint32 validTo);
    /// @notice The unit `unit` is encumbered already, so part of the collateral would rank behind somebody.
    error JuniorRankNotAcknowledged(RightId right, uint256 unit);
    /// @notice The unit `unit` is no longer on the line: surrendered, retired, cut or moved.
    error UnitsGone(RightId right, uint256 unit);
    /// @notice The unit `unit` is not under one overlay of the registration `ref` with all of its interval.
    error NotEncumberedBy(RightId right, uint64 ref, uint256 unit);
    /// @notice The unit `unit` was sold in enforcement and awaits its buyer: no new interest.
    error UnitsSold(RightId right, uint256 unit);
    /// @notice The right is suspended: no new interest.
    error RightSuspended(RightId right);
    /// @notice Another authority confirmed this right.
    error NotAuthority(RightId right, uint32 institution);
    /// @notice A renewal does not end before the right did.
    error InvalidRenewal(uint32 validTo);

    /// @notice Registers rights, each with a sequence number of its own. A maker of the authority competent for each type.
    /// The holder is a registered party that has not ended, else {ILedger-UnknownSubject} or {IParties-PartyEnded}.
    /// Bounds: {MAX_BATCH} registrations, {MAX_BLOCKS} serial blocks and {MAX_EVIDENCE} digests each.
    /// @return first the sequence of the first; the others follow in order
    function register(Registration[] calldata registrations) external returns (uint64 first);

    /// @notice Records that the right goes on under a new certificate. A maker of the authority that confirmed it.
    function renew(
        RightId right,
        Head calldata head,
        Renewal calldata renewal
    ) external returns (uint64 sequence);

    /// @notice The right that the authority's certificate is of, be it the first or a later one; zero if none.
    function rightOf(uint32 authority, string calldata certificateNumber) external view returns (RightId);
}
